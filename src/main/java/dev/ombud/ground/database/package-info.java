/// PostgreSQL: a pool for each class of work, the migrations, the monthly partitions and the
/// embedded server.
///
/// A service runs against a server that somebody else keeps, or against one of its own in its data
/// directory ([dev.ombud.ground.database.EmbeddedServer]). Either way
/// [dev.ombud.ground.database.Database] migrates as the owner of the tables and then serves as a
/// role that owns none of them and cannot change the record.
///
/// How values stand in rows is said once, in `Rows`: stores ask Jdbi for records.
///
/// **Invariant:** no SQL about decisions, rulesets or any other feature is here; that stands in the
/// stores of those features. Nothing here reads the environment.
///
/// **Invariant:** whatever has been committed survives a `kill -9` of the service, of the server,
/// and of the machine.
///
/// Start with [dev.ombud.ground.database.Database]; `docs/database.md` has the roles, the
/// durability and the numbers.
@org.jspecify.annotations.NullMarked
package dev.ombud.ground.database;
