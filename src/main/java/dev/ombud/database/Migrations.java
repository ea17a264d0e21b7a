package dev.ombud.database;

import dev.ombud.domain.ErrorCode;
import dev.ombud.domain.ServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;

/// Brings the schema up to date with the numbered SQL files of a directory. Several instances may
/// do so at once: they wait for each other.
final class Migrations {
  private Migrations() {}

  static void run(DataSource owner, Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ServiceException(
          ErrorCode.INTERNAL,
          "the migrations are not at `"
              + directory.toAbsolutePath()
              + "`: start the service in its own directory");
    }
    Flyway flyway =
        Flyway.configure()
            .loggers("slf4j")
            .dataSource(owner)
            .locations("filesystem:" + directory.toAbsolutePath())
            .defaultSchema("public")
            .createSchemas(false)
            .placeholderReplacement(false)
            .validateMigrationNaming(true)
            .skipDefaultCallbacks(true)
            // The default forgives migrations that are newer than these files.
            .ignoreMigrationPatterns(new String[0])
            .load();
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      refuseNewer(flyway, directory);
      throw e;
    } catch (FlywayException e) {
      throw new ServiceException(
          ErrorCode.DATABASE_UNAVAILABLE, "migrating the database failed: " + oneLine(e));
    }
  }

  private static void refuseNewer(Flyway flyway, Path directory) {
    MigrationInfo[] all = flyway.info().all();
    for (MigrationInfo migration : all) {
      if (migration.getState().isApplied() && !migration.getState().isResolved()) {
        throw new ServiceException(
            ErrorCode.DATABASE_UNAVAILABLE,
            "the database was migrated by a newer version of the service (it has migration `V"
                + migration.getVersion()
                + "`, which is not in `"
                + directory
                + "`): start that version, or one after it");
      }
    }
  }

  private static String oneLine(Throwable error) {
    return String.valueOf(error.getMessage()).strip().replaceAll("\\s*\\R\\s*", ": ");
  }
}
