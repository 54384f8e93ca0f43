// The low-level SHA-256 calls: OpenSSL 3's EVP layer costs a microsecond a call, and most of what is hashed is small.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
