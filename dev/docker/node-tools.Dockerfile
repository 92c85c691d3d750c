# The mail server and the Stripe emulator, with the versions of dev/package-lock.json.
FROM node:22-bookworm-slim
WORKDIR /tools
COPY dev/package.json dev/package-lock.json ./
RUN npm ci --omit=optional --ignore-scripts --no-audit --no-fund
COPY dev/stripe-emulator stripe-emulator
RUN mkdir /data && chown node: /data
VOLUME /data
USER node
