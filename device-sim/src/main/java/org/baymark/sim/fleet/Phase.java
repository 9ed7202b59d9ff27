package org.baymark.sim.fleet;

import org.baymark.protocol.cose.Subject;

/**
 * One part of a journey.
 *
 * @param name for a person
 * @param share of the whole journey's time, in hundredths
 * @param celsius what the air around the goods tends to
 * @param humidity relative, in percent, what it tends to
 * @param haste how fast the goods follow: how many times over the phase the distance shrinks by e
 * @param nearDoor whether goods beside the door feel it more than those in front
 * @param place where it happens, by its GLN
 */
public record Phase(
    String name,
    int share,
    double celsius,
    double humidity,
    double haste,
    boolean nearDoor,
    Subject place) {}
