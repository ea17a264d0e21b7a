/// Tests of the API, over real sockets, with decisions in memory.
///
/// **Invariant:** no handler is called but through the server.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.actapi;
