package account

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// keyMark begins every API key, so that one that leaked is recognised.
const keyMark = "sk_"

// NewToken returns a token that nobody guesses, of 130 bits or more.
func NewToken() string { return rand.Text() }

// NewKey returns an API key and the beginning by which it is told apart.
func NewKey() (key, prefix string) {
	key = keyMark + rand.Text() + rand.Text()
	return key, key[:len(keyMark)+6]
}

// IsKey reports whether s looks like an API key.
func IsKey(s string) bool { return strings.HasPrefix(s, keyMark) }

// Digest returns what is kept of a token. Tokens are random: no salt is needed.
func Digest(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// MailDigest returns what failed logins are counted under.
func MailDigest(mail string) []byte {
	return Digest("mail:" + strings.ToLower(strings.TrimSpace(mail)))
}

// recoveryCodes is how many codes stand in for a lost second factor.
const recoveryCodes = 10

// NewRecoveryCodes returns codes such as "KQ3M7-XAB2C", each of 50 bits.
func NewRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		text := rand.Text()
		codes[i] = text[:5] + "-" + text[5:10]
	}
	return codes
}
