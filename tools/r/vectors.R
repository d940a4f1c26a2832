# Writes test/benchmarks/vectors/*.json: what R says of samples, for the tests of src/domain/benchmarks to agree with.
# From the top folder, with base R alone (Debian: r-base-core): Rscript tools/r/vectors.R && npm run format
# The seed is fixed: the same R writes the same files. The tests themselves need no R.

seed <- 20260701
folder <- "test/benchmarks/vectors"
RNGversion("4.0.0")
set.seed(seed)

json <- function(value) {
  if (is.null(value)) return("null")
  if (is.list(value)) {
    parts <- vapply(value, json, "")
    if (is.null(names(value))) return(paste0("[", paste(parts, collapse = ",\n"), "]"))
    return(paste0("{", paste0("\"", names(value), "\":", parts, collapse = ","), "}"))
  }
  one <- if (is.character(value)) encodeString(value, quote = "\"")
         else if (is.logical(value)) tolower(as.character(value))
         else ifelse(is.finite(value), sprintf("%.16g", value), "null")
  if (inherits(value, "AsIs") || length(one) != 1) paste0("[", paste(one, collapse = ","), "]") else one
}

write_vectors <- function(name, cases) {
  head <- list(
    r = R.version.string, generator = "Rscript tools/r/vectors.R", seed = seed, cases = cases
  )
  writeLines(json(head), file.path(folder, paste0(name, ".json")))
}

# --- Samples as benchmarks give them -------------------------------------------------------------------------------------------

noisy <- function(n, cv, factor = 1) signif(20 * factor * exp(rnorm(n, sd = cv)), 6)
spiky <- function(n, cv, factor = 1) signif(noisy(n, cv, factor) * ifelse(runif(n) < 0.1, runif(n, 2, 10), 1), 6)
jumping <- function(n, cv, factor = 1) signif(noisy(n, cv, factor) * ifelse(runif(n) < 0.2, 1.7, 1), 6)
coarse <- function(values, step) round(values / step) * step

paired_samples <- c(
  lapply(c(1, 2, 5, 8, 9, 10, 12, 20, 33, 40, 49), function(n) list("lognormal", noisy(n, 0.03), noisy(n, 0.03))),
  lapply(c(8, 10, 20, 40, 49), function(n) list("5 % slower", noisy(n, 0.03), noisy(n, 0.03, 1.05))),
  lapply(c(10, 20, 40), function(n) list("twice as fast", noisy(n, 0.05), noisy(n, 0.05, 0.5))),
  lapply(c(10, 20, 40), function(n) list("spikes", spiky(n, 0.05), spiky(n, 0.05, 1.1))),
  lapply(c(10, 20, 40), function(n) list("drift", noisy(n, 0.02) * seq(1, 1.5, length.out = n),
                                         noisy(n, 0.02, 1.03) * seq(1, 1.5, length.out = n))),
  lapply(c(10, 20, 40, 80), function(n) list("two speeds", jumping(n, 0.01), jumping(n, 0.01, 1.1))),
  lapply(c(20, 80, 200), function(n) list("leaning", noisy(n, 0.01), signif(noisy(n, 0.01) * exp(rexp(n)^4 / 10), 6))),
  lapply(c(50, 51, 60, 100, 200), function(n) list("many", noisy(n, 0.03), noisy(n, 0.03, 1.01))),
  lapply(c(10, 20, 40, 60), function(n) list("coarse timer", coarse(noisy(n, 0.03), 0.5), coarse(noisy(n, 0.03, 1.05), 0.5))),
  list(list("all pairs equal", rep(48, 10), rep(48, 10))),
  list(list("always the same change", rep(48, 12), rep(50, 12)))
)

# R compares differences; ratios become differences of logarithms. Rounded, so that equal ratios are ties for R as well.
differences <- function(baseline, candidate) round(log(baseline) - log(candidate), 11)

walsh <- function(d) { sums <- outer(d, d, "+") / 2; sort(sums[lower.tri(sums, diag = TRUE)]) }

# The interval of the definition: the index-th sum from either end, with the index from R's own distributions.
by_definition <- function(averages, index) {
  count <- length(averages)
  if (index < 1) return(c(NA_real_, NA_real_))
  c(averages[index], averages[count + 1 - index])
}

signed_rank_index <- function(n, level) {
  if (n >= 50) {
    mean <- n * (n + 1) / 4
    deviation <- sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return(floor(mean + 0.5 - qnorm(level / 2, lower.tail = FALSE) * deviation))
  }
  index <- qsignrank(level / 2, n)
  # The smallest value whose chance reaches level / 2: when it is exactly that chance, it still belongs to the tail.
  if (psignrank(index, n) <= level / 2) index + 1 else index
}

# How many of the smallest differences may be left out below the interval of their median: binom.test's own distribution.
sign_index <- function(n, level) sum(pbinom(0:n, n, 0.5) <= level / 2)

# What two intervals, each at half the level, both hold possible; what either does where they exclude each other.
meet <- function(ranks, signs) {
  if (any(is.na(c(ranks, signs)))) return(c(NA_real_, NA_real_))
  both <- c(max(ranks[1], signs[1]), min(ranks[2], signs[2]))
  if (both[1] <= both[2]) both else range(ranks, signs)
}

into <- function(estimate, interval) {
  if (any(is.na(interval))) estimate else min(max(estimate, interval[1]), interval[2])
}

paired_case <- function(sample, level) {
  name <- sample[[1]]; baseline <- sample[[2]]; candidate <- sample[[3]]
  d <- differences(baseline, candidate)
  n <- length(d)
  plain <- !any(d == 0) && !anyDuplicated(abs(d))
  test <- if (all(d == 0)) list(p.value = 1) else suppressWarnings(wilcox.test(d, exact = n < 50 && plain))
  # R's own interval: exact where it offers that for this level, else by root finding, to 1e-10. R leaves zeros out, we do not.
  own <- if (plain && n >= 8) wilcox.test(
    d, conf.int = TRUE, conf.level = 1 - level / 2, exact = n < 50, tol.root = 1e-10)
  signs <- by_definition(sort(d), sign_index(n, level / 2))
  ranks <- by_definition(walsh(d), signed_rank_index(n, level / 2))
  interval <- meet(ranks, signs)
  r_interval <- if (!is.null(own) && !any(is.na(signs))) meet(as.vector(own$conf.int), signs)
  list(
    name = paste(name, n), bound_by = if (any(is.na(interval))) "nothing"
      else if (ranks[1] > signs[2] || signs[1] > ranks[2]) "either"
      else paste(sort(unique(ifelse(interval == ranks, "ranks", "signs"))), collapse = " and "), level = level, exact = n < 50 && plain, baseline = I(baseline), candidate = I(candidate),
    medians = c(median(baseline), median(candidate)), quartiles = unname(quantile(d, c(0.25, 0.75))),
    p = test$p.value, estimate = into(median(walsh(d)), interval), interval = interval,
    r_estimate = if (!is.null(r_interval)) into(unname(own$estimate), r_interval), r_interval = r_interval
  )
}

paired <- list()
for (sample in paired_samples) for (level in c(0.01, 0.05)) paired <- c(paired, list(paired_case(sample, level)))
write_vectors("paired", paired)

# --- Lists that are not paired -------------------------------------------------------------------------------------------------

unpaired_samples <- c(
  lapply(list(c(3, 4), c(5, 5), c(8, 10), c(10, 10), c(12, 30), c(20, 20), c(40, 20), c(49, 49)),
         function(s) list("lognormal", noisy(s[1], 0.03), noisy(s[2], 0.03, 1.04))),
  lapply(list(c(10, 10), c(30, 20)), function(s) list("spikes", spiky(s[1], 0.05), spiky(s[2], 0.05, 1.1))),
  lapply(list(c(50, 10), c(10, 60), c(100, 80)), function(s) list("many", noisy(s[1], 0.03), noisy(s[2], 0.03, 1.02))),
  lapply(list(c(10, 10), c(30, 20), c(60, 20)),
         function(s) list("coarse timer", coarse(noisy(s[1], 0.03), 0.5), coarse(noisy(s[2], 0.03, 1.05), 0.5))),
  list(list("all equal", rep(48, 10), rep(48, 12)))
)

rank_sum_index <- function(m, n, level) {
  if (m >= 50 || n >= 50) {
    deviation <- sqrt(m * n * (m + n + 1) / 12)
    return(floor(m * n / 2 + 0.5 - qnorm(level / 2, lower.tail = FALSE) * deviation))
  }
  index <- qwilcox(level / 2, m, n)
  if (pwilcox(index, m, n) <= level / 2) index + 1 else index
}

unpaired_case <- function(sample, level) {
  earlier <- sample[[2]]; candidate <- sample[[3]]
  a <- round(log(earlier), 11); b <- round(log(candidate), 11)
  m <- length(a); n <- length(b)
  plain <- !anyDuplicated(c(a, b))
  exact <- m < 50 && n < 50 && plain
  test <- if (length(unique(c(a, b))) == 1) list(p.value = 1) else suppressWarnings(wilcox.test(a, b, exact = exact))
  index <- rank_sum_index(m, n, level)
  own <- if (plain && index > 0) wilcox.test(
    a, b, conf.int = TRUE, conf.level = 1 - level, exact = exact, tol.root = 1e-10)
  shifts <- sort(as.vector(outer(a, b, "-")))
  list(
    name = paste(sample[[1]], m, n), level = level, exact = exact, earlier = I(earlier), candidate = I(candidate),
    p = test$p.value, estimate = median(shifts), interval = by_definition(shifts, index),
    r_estimate = if (!is.null(own)) unname(own$estimate), r_interval = if (!is.null(own)) as.vector(own$conf.int)
  )
}

unpaired <- list()
for (sample in unpaired_samples) for (level in c(0.01, 0.05)) unpaired <- c(unpaired, list(unpaired_case(sample, level)))
write_vectors("unpaired", unpaired)

# --- Distributions and quantiles -----------------------------------------------------------------------------------------------

write_vectors("distributions", list(
  signed_rank = lapply(c(1, 2, 5, 8, 10, 20, 30, 40, 49), function(n) {
    v <- unique(round(seq(0, n * (n + 1) / 2, length.out = 12)))
    levels <- c(0.2, 0.1, 0.05, 0.01, 0.001)
    list(n = n, v = I(v), p = I(psignrank(v, n)), level = levels, index = vapply(levels, function(l) signed_rank_index(n, l), 0))
  }),
  signs = lapply(c(1, 2, 7, 8, 10, 20, 40, 80, 500, 1000, 2000), function(n) {
    levels <- c(0.5, 0.2, 0.1, 0.05, 0.01, 0.005, 0.001)
    list(n = n, level = levels, index = vapply(levels, function(l) sign_index(n, l), 0))
  }),
  rank_sum = lapply(list(c(1, 1), c(3, 4), c(5, 5), c(10, 4), c(10, 10), c(20, 30), c(49, 49)), function(s) {
    u <- unique(round(seq(0, s[1] * s[2], length.out = 12)))
    levels <- c(0.2, 0.1, 0.05, 0.01, 0.001)
    list(m = s[1], n = s[2], u = I(u), p = I(pwilcox(u, s[1], s[2])), level = levels,
         index = vapply(levels, function(l) rank_sum_index(s[1], s[2], l), 0))
  }),
  normal = {
    z <- c(-8, -3, -1, -0.1, 0, 0.1, 0.5, 1, 1.96, 2.4, 2.5, 2.6, 3, 5, 8, 20, 37)
    list(z = z, tail = pnorm(z, lower.tail = FALSE))
  },
  normal_quantile = {
    p <- c(0.5, 0.4, 0.1, 0.05, 0.025, 0.005, 0.0005, 1e-6, 1e-9, 1e-15)
    list(p = p, z = qnorm(p, lower.tail = FALSE))
  },
  quantile = lapply(c(1, 2, 3, 10, 11, 61, 100), function(n) {
    values <- c(noisy(n - 1, 0.1), -3)[sample(n)]
    p <- c(0, 0.1, 0.25, 0.5, 0.75, 0.99, 1)
    list(values = I(values), median = median(values), p = p, quantile = unname(quantile(values, p, type = 7)))
  })
))
