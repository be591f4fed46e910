"""`python -m benchmarks [NAME ...] [--format table|json]`: run them all, or the ones named."""

import argparse
import platform

from benchmarks import latency
from benchmarks.pairs import Benchmark

BENCHMARKS = {"latency": latency.run}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], help="which (default: all)")
    parser.add_argument("--format", choices=["table", "json"], default="table")
    parser.add_argument("--n", type=int, default=40, help="rounds of each case")
    asked = parser.parse_args()
    for name in asked.names or BENCHMARKS:
        benchmark = BENCHMARKS[name](asked.n)
        print(benchmark.model_dump_json() if asked.format == "json" else as_table(benchmark))  # noqa: T201


def as_table(benchmark: Benchmark) -> str:
    """A line a case and peer."""
    lines = [f"{benchmark.name} on {platform.machine()}, {platform.system()}, Python {platform.python_version()}"]
    for case in benchmark.cases:
        for peer, time in case.peers.items():
            low, high = case.spread[peer]
            lines.append(
                f"  {case.label}: ours {case.ours} {case.unit}, {peer} {time} {case.unit}, "
                f"ratio {case.ratio[peer]} ({low} to {high}), n = {case.n}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
