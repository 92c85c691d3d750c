# The mail server, the Stripe emulator and the OpenID provider, with the versions of dev/package-lock.json.
FROM node:22-bookworm-slim
WORKDIR /tools
COPY dev/package.json dev/package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY dev/stripe-emulator stripe-emulator
COPY dev/openid-provider openid-provider
RUN mkdir /data && chown node: /data
VOLUME /data
USER node
