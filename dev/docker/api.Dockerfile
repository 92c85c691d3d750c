FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Api/ESchool.Api.csproj -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o /published

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# curl is for the health check; ICU normalises addresses (its package has the version in its name).
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl '^libicu[0-9]+$' \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY dev/docker/with-secrets.sh /usr/local/bin/with-secrets
COPY --from=build /published .
ENV Kestrel__Endpoints__Web__Url=http://0.0.0.0:8080 \
    Kestrel__Endpoints__Grpc__Url=http://0.0.0.0:8081
EXPOSE 8080 8081
USER $APP_UID
ENTRYPOINT ["sh", "/usr/local/bin/with-secrets", "dotnet", "ESchool.Api.dll"]
