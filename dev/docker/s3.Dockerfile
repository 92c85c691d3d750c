# The S3 server of the development stack, started by the same script: see dev/stack/s3.sh.
FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends radosgw ceph-mon ceph-osd ceph-common curl util-linux \
 && rm -rf /var/lib/apt/lists/*
COPY dev/stack /stack
COPY dev/docker/s3-server.sh /usr/local/bin/s3-server
VOLUME /data
EXPOSE 9000
ENTRYPOINT ["bash", "/usr/local/bin/s3-server", "/stack", "/data"]
