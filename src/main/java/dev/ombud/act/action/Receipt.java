package dev.ombud.act.action;

/// What an order left in the system that carried it out.
///
/// @param reference its identity there, for example an issue's key
/// @param address where a person can see it; empty where nobody can
/// @param state what is there now, in that system's own words
public record Receipt(String reference, String address, String state) {}
