package dev.ombud.bench;
final class SoakSection implements Section { SoakSection(int m){} public void measure(Run run){} }
