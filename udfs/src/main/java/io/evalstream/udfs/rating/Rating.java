package io.evalstream.udfs.rating;

/**
 * How strong a model is.
 *
 * @param model its name
 * @param rating on the scale of chess: 400 points are odds of ten to one, the mean is 1000
 * @param pool number, from 1, of the models it can be compared with
 * @param games how many judgements it took part in
 */
public record Rating(String model, double rating, int pool, long games) {}
