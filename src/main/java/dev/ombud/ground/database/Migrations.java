package dev.ombud.ground.database;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
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
      throw unlike(flyway, directory);
    } catch (FlywayException e) {
      throw refused("migrating the database failed: " + oneLine(e));
    }
  }

  /// What is wrong where the files are not those that the database was made from.
  private static ServiceException unlike(Flyway flyway, Path directory) {
    for (MigrationInfo migration : flyway.info().all()) {
      String name = "migration `V" + migration.getVersion() + "`";
      if (migration.getState().isApplied() && !migration.getState().isResolved()) {
        return refused(
            "the database was migrated by a newer version of the service (it has "
                + name
                + ", which is not in `"
                + directory
                + "`): start that version, or one after it");
      }
      if (!migration.isChecksumMatching()) {
        return refused(
            name
                + " in `"
                + directory
                + "` was changed after the database ran it:"
                + " put the file back as it was, and change the schema in a new one");
      }
    }
    return refused(
        "the migrations in `"
            + directory
            + "` are not those that the database ran: "
            + oneLine(flyway.validateWithResult().getAllErrorMessages()));
  }

  private static ServiceException refused(String detail) {
    return new ServiceException(ErrorCode.DATABASE_UNAVAILABLE, detail);
  }

  static String oneLine(Throwable error) {
    return oneLine(String.valueOf(error.getMessage()));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", ": ");
  }
}
