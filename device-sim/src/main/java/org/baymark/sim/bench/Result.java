package org.baymark.sim.bench;

import java.util.Map;
import org.baymark.protocol.cose.Suite;

/**
 * What was measured with one suite.
 *
 * @param way how the statements came
 * @param statementBytes size of one statement, on the average
 * @param fullSeconds how long full load was measured
 * @param fullAccepted statements stored in that time
 * @param fullCpuSeconds that the gateway used in that time
 * @param loadCpuSeconds that this process used in that time: it shares the machine
 * @param bareRate verifications per CPU-second without anything else
 * @param moderateRate statements a second of the moderate load
 * @param moderate latency of acknowledgements under the moderate load
 * @param full the same under full load
 * @param anchored from sending to anchored, under the moderate load
 * @param residentBytes at the end of full load
 * @param peakResidentBytes the most, or 0 if it is not known
 * @param writtenPerStatement bytes written under full load
 * @param writtenBy where that number is from
 * @param shares of the gateway's CPU time under full load, by kind of work
 * @param others answers that were no acknowledgement
 */
record Result(
    Way way,
    Suite suite,
    double statementBytes,
    double fullSeconds,
    long fullAccepted,
    double fullCpuSeconds,
    double loadCpuSeconds,
    double bareRate,
    int moderateRate,
    Latencies.Summary moderate,
    Latencies.Summary full,
    Latencies.Summary anchored,
    long residentBytes,
    long peakResidentBytes,
    double writtenPerStatement,
    String writtenBy,
    Map<String, Double> shares,
    long others) {

  double perCpuSecond() {
    return fullAccepted / fullCpuSeconds;
  }

  double perSecond() {
    return fullAccepted / fullSeconds;
  }

  /** The rate of the whole gateway over the rate of bare verification. */
  double ratio() {
    return perCpuSecond() / bareRate;
  }
}
