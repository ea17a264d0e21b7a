package dev.ombud.ground.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ombud.testing.Golden;
import dev.ombud.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Goal: a reviewer sees what a migration does to the whole schema, grants included. Method: the
/// catalogues as sorted lines of text. Monthly partitions stand in it once, as `YYYY_MM`.
final class SchemaTest {
  @RegisterExtension static final TestDatabase POSTGRES = new TestDatabase();

  private static final String TABLES =
      """
      select 'table ' || c.relname
        || case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end
        || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '')
        || coalesce(' -- ' || obj_description(c.oid, 'pg_class'), '')
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      """;

  private static final String COLUMNS =
      """
      select 'column ' || c.relname || '.' || to_char(a.attnum, 'FM00') || ' ' || a.attname || ' '
        || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
        || coalesce(' -- ' || col_description(c.oid, a.attnum), '')
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname <> 'flyway_schema_history'
      """;

  private static final String CONSTRAINTS =
      """
      select 'constraint ' || c.relname || '.' || n.conname || ' ' || pg_get_constraintdef(n.oid, true)
      from pg_class c join pg_constraint n on n.conrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and not c.relispartition
        and n.contype <> 'n' and c.relname <> 'flyway_schema_history'
      """;

  private static final String INDEXES =
      """
      select 'index ' || replace(pg_get_indexdef(i.indexrelid), 'public.', '')
      from pg_index i join pg_class c on c.oid = i.indrelid
      where c.relnamespace = 'public'::regnamespace and not c.relispartition
        and c.relname <> 'flyway_schema_history'
      """;

  private static final String GRANTS =
      """
      select 'grant ' || lower(g.privilege_type) || ' on ' || c.relname || ' to ' || g.grantee::regrole
      from pg_class c, aclexplode(c.relacl) g
      where c.relnamespace = 'public'::regnamespace and g.grantee <> c.relowner
      union all
      select 'grant ' || lower(g.privilege_type) || ' (' || a.attname || ') on ' || c.relname
        || ' to ' || g.grantee::regrole
      from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
      where c.relnamespace = 'public'::regnamespace
      """;

  private static final String FUNCTIONS =
      """
      select 'function ' || p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid)
        || case when p.prosecdef then ' security definer' else '' end
        || coalesce(' set ' || array_to_string(p.proconfig, ', '), '')
        || ' executable by '
        || coalesce(
          (select string_agg(
             case when g.grantee = 0 then 'everybody' else g.grantee::regrole::text end, ', ')
           from aclexplode(p.proacl) g where g.grantee <> p.proowner),
          'everybody')
        || coalesce(' -- ' || obj_description(p.oid, 'pg_proc'), '')
      from pg_proc p where p.pronamespace = 'public'::regnamespace
      """;

  @Test
  void isTheSchemaAfterAllMigrations() {
    StringBuilder text =
        new StringBuilder("-- The schema after all migrations, from the catalogues.\n");
    for (String question : List.of(TABLES, COLUMNS, CONSTRAINTS, INDEXES, GRANTS, FUNCTIONS)) {
      text.append('\n');
      for (String line : lines(question)) {
        text.append(line).append('\n');
      }
    }
    // Nothing that is on record can be deleted; instances only say that they are there, what leaves
    // the queue of the log has become a leaf, what leaves that of the counts was added up,
    // and what workers do next, or who is signed in, is no record of anything.
    assertThat(text.toString().lines().filter(line -> line.contains("grant delete")))
        .containsExactly(
            "grant delete on count_queue to ombud_service",
            "grant delete on instances to ombud_service",
            "grant delete on log_queue to ombud_service",
            "grant delete on probes to ombud_service",
            "grant delete on refused_uploads to ombud_service",
            "grant delete on scheduled_tasks to ombud_service",
            "grant delete on sessions to ombud_service");
    assertThat(text).doesNotContain("grant truncate", "on decisions_2", "to public");
    Golden.check("schema.sql", text.toString());
  }

  private static List<String> lines(String question) {
    return POSTGRES
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(question).mapTo(String.class).list().stream())
        .map(line ->
            line.replaceAll(
                "(decisions|firings|records|evidence_texts)_[0-9]{4}_[0-9]{2}", "$1_YYYY_MM"))
        .distinct()
        .sorted()
        .toList();
  }
}
