// Lets whoever preloads it wait two minutes for the address of slow.invalid, and for no other.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

typedef int lookup(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(
    const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  lookup *real = (lookup *)dlsym(RTLD_NEXT, "getaddrinfo");
  if (!name || strcmp(name, "slow.invalid") != 0) return real(name, service, hints, found);
  sleep(120);
  return EAI_AGAIN;
}
