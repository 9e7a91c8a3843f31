// A macro that compiles a function for plain x86-64 and for AVX2, with the same bits.
#pragma once

/// SMARTCROP_VECTORIZE before a function compiles its loops once for any x86-64 and once for AVX2, chosen at
/// load time. For integer loops, and for floating point without reassociation: both versions then give the
/// same bits (-ffp-contract=off). Does nothing under sanitizers, where the choice at load time does not work,
/// and with other compilers or machines.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define SMARTCROP_VECTORIZE __attribute__((target_clones("arch=x86-64-v3", "default"), optimize("O3")))
#else
#define SMARTCROP_VECTORIZE
#endif
