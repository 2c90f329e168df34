package io.evalstream.k8s.plan;

/**
 * A part of the samples of one task, which is asked as a whole.
 *
 * @param part which one, from 0
 * @param parts how many parts the task has; sample i of the task's order is in part i mod parts
 * @param seconds it is expected to take
 */
public record Piece(String task, int part, int parts, double seconds) {}
