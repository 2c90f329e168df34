/** How far judges agree beyond chance. */
package io.evalstream.udfs.agreement;
