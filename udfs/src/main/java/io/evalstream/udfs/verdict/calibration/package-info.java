/** What repeated runs of one model teach about its noise, and how often noise alone would alarm. */
package io.evalstream.udfs.verdict.calibration;
