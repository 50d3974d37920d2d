/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office that the benchmarks measure: AMP_BENCH_CASES people (1,000,000 unless said), made once
 * in the folder AMP_BENCH_DIR (the build folder unless said) and kept for the next run. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

#define AMP_BENCH_LOGIN "bench"
#define AMP_BENCH_PASSPHRASE "bench office, nobody in it exists"

/* Aborts with a sentence where it cannot be made: a benchmark has nothing to measure then. */
AmpSession *amp_bench_session (void);
guint amp_bench_cases (void);
/* The folder of its vault; free it. */
char *amp_bench_folder (void);

/* Seconds of the median of n runs; run is called n times. */
double amp_bench_median (guint n, void (*run) (gpointer data), gpointer data);

/* Peak resident memory of this process so far, in MiB. */
double amp_bench_peak_mib (void);

G_END_DECLS
