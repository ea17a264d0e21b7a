package dev.ombud.ground.database;

import java.nio.file.Path;

/// The `postgresql.conf` of the embedded server: durable, loopback only, sized for two cores and 24
/// GB shared with the service. What an operator sets by `alter system` stands in another file and
/// wins.
final class ServerSettings {
  private ServerSettings() {}

  static String text(int port, Path log) {
    return """
    # Written by the service at every start: change a setting with `alter system` instead.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    max_connections = 200
    password_encryption = 'scram-sha-256'

    fsync = on
    synchronous_commit = on
    full_page_writes = on

    shared_buffers = '256MB'
    effective_cache_size = '4GB'
    wal_buffers = '16MB'
    min_wal_size = '1GB'
    # Filling a new segment with zeros holds every commit up for 50 ms; ext4 and xfs do without.
    wal_init_zero = off
    max_wal_size = '4GB'
    checkpoint_timeout = '15min'
    checkpoint_completion_target = 0.9
    random_page_cost = 1.1
    jit = off

    timezone = 'UTC'
    log_timezone = 'UTC'
    datestyle = 'iso, ymd'
    default_text_search_config = 'pg_catalog.simple'
    logging_collector = on
    log_directory = '%s'
    log_filename = 'postgres-%%a.log'
    log_rotation_age = '1d'
    log_rotation_size = 0
    log_truncate_on_rotation = on
    log_file_mode = 0600
    """
        .formatted(port, log.toString().replace("'", "''"));
  }
}
