FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Workers/ESchool.Workers.csproj -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o /published

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# ICU normalises addresses (its package has the version in its name). util-linux has the prlimit and unshare that fence ffmpeg in; openssl makes the keys of a new installation.
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl '^libicu[0-9]+$' ffmpeg fonts-dejavu-core openssl util-linux \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY dev/docker/with-secrets.sh /usr/local/bin/with-secrets
COPY dev/docker/make-secrets.sh /usr/local/bin/make-secrets
COPY --from=build /published .
ENV Kestrel__Endpoints__Web__Url=http://0.0.0.0:8080
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["sh", "/usr/local/bin/with-secrets", "dotnet", "ESchool.Workers.dll"]
