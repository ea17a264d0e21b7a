/// People who sign in with a browser: who they are, how long a session lasts, and what the log says
/// of it.
///
/// Somebody comes with a token of ours, or an OpenID provider vouches for them
/// ([dev.ombud.door.identity.Provider]: OpenID Connect Core 1.0, the authorization code flow with
/// PKCE). Either way it ends in a [dev.ombud.door.identity.Session], which all instances share.
///
/// A person has one name, which stands in records and by which four eyes are counted. That of a
/// token is the token's; it has no `@`. That of somebody from a provider is bound to issuer and
/// subject at the first sign-in and stays, whatever the provider calls them later; it has an `@`.
/// So the two never meet by accident. They do where the operator's file says that a subject is the
/// person of a token: then that is their one name, and whoever is on record under another is
/// refused.
///
/// **Invariant:** no secret is stored, logged or quoted, neither a token's nor a provider's nor a
/// browser's. **Invariant:** no signature, key or ID token is looked at anywhere else; the library
/// for them is at home here.
///
/// Start reading at [dev.ombud.door.identity.Provider].
@org.jspecify.annotations.NullMarked
package dev.ombud.door.identity;
