#include "smartcrop-batch/child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "smartcrop/core/error.hpp"

namespace smartcrop::app {
namespace {

constexpr std::size_t kKept = 64 * 1024;  // bytes of each stream: a hundred times a usual run's
constexpr int kPatienceMs = 100;          // until an interrupt is seen

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw Error(std::string("cannot make a pipe: ") + std::strerror(errno));
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_end(int i) {
    if (ends_[static_cast<std::size_t>(i)] >= 0) close(ends_[static_cast<std::size_t>(i)]);
    ends_[static_cast<std::size_t>(i)] = -1;
  }

  /// Appends the available bytes to `text`; false at the end.
  bool read_into(std::string& text) const {
    std::array<char, 4096> bytes;
    const ssize_t n = read(read_end(), bytes.data(), bytes.size());
    if (n <= 0) return n < 0 && errno == EINTR;
    text.append(bytes.data(), static_cast<std::size_t>(n));
    if (text.size() > kKept) text.erase(0, text.size() - kKept);
    return true;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// Runs the program in the child, with all signals blocked until their handlers are those of a new program: a
/// handler of this one would swallow the signal. Uses only calls that are safe after fork() in a program with
/// threads.
[[noreturn]] void become(char* const* arguments, int out, int err, pid_t parent, const sigset_t& mask) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ}) signal(number, SIG_DFL);
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing >= 0) dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  execv(arguments[0], arguments);
  _exit(127);
}

/// Starts the program with its output and error going to the pipes.
pid_t start(const std::vector<std::string>& command, const Pipe& out, const Pipe& err) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t parent = getpid();
  const pid_t child = fork();
  const int error = errno;
  if (child == 0) become(arguments.data(), out.write_end(), err.write_end(), parent, before);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (child < 0) throw Error("cannot start " + command.front() + ": " + std::strerror(error));
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

ChildResult run_child(const std::vector<std::string>& command, const CancellationToken& cancellation) {
  Pipe out, err;
  const pid_t child = start(command, out, err);
  out.close_end(1);
  err.close_end(1);

  ChildResult result;
  bool is_told = false;
  std::array<pollfd, 2> ends{{{out.read_end(), POLLIN, 0}, {err.read_end(), POLLIN, 0}}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (cancellation.is_canceled() && !is_told) {
      kill(child, SIGTERM);
      is_told = true;
    }
    if (poll(ends.data(), ends.size(), kPatienceMs) <= 0) continue;
    if (ends[0].revents != 0 && !out.read_into(result.out)) ends[0].fd = -1;
    if (ends[1].revents != 0 && !err.read_into(result.err)) ends[1].fd = -1;
  }
  result.exit_code = wait_for(child);
  // A program that finished before it heard of the cancellation has a result like any other.
  if (result.exit_code != 0) cancellation.throw_if_canceled();
  return result;
}

}  // namespace smartcrop::app
