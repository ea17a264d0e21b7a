package dev.ombud.bench;
final class JudgeSection implements Section { public void measure(Run run){} }
