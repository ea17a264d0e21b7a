/// What tests share: golden files, properties, a real database, a running service.
///
/// **Invariant:** no mocking library; doubles are written by hand.
@org.jspecify.annotations.NullMarked
package dev.ombud.testing;
