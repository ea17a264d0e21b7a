/// Tests of the server, over real sockets.
///
/// **Invariant:** no double of the transport: what a client would see is what is checked.
@org.jspecify.annotations.NullMarked
package dev.ombud.door.web;
