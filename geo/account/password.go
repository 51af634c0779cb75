package account

import (
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"simbiyoz/geo"
)

// Argon2id as OWASP asks for it at least: 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonSalt   = 16
	argonKey    = 32
)

// shortest and longest count a password's characters; length alone makes one
// strong.
const (
	shortest = 10
	longest  = 200
)

//go:embed common.txt
var commonText string

var common = strings.Fields(commonText)

// CheckPassword accepts passwords of ten characters or more that are neither
// usual nor made of the account's own name or mail.
func CheckPassword(field, password string, a Account) error {
	folded := strings.ToLower(strings.Join(strings.Fields(password), ""))
	local, _, _ := strings.Cut(strings.ToLower(a.Mail), "@")
	name := strings.ToLower(strings.Join(strings.Fields(a.Name), ""))
	switch n := utf8.RuneCountInString(password); {
	case n < shortest || n > longest || !utf8.ValidString(password):
		return geo.Invalid(field, "length", "has %d characters, not %d to %d", n, shortest, longest)
	case len(slices.Compact(slices.Sorted(slices.Values([]rune(folded))))) < 5:
		return geo.Invalid(field, "common", "is made of too few different characters")
	case usual(folded), own(folded, local), own(folded, name):
		return geo.Invalid(field, "common", "is easily guessed")
	}
	return nil
}

// usual reports whether a password is a common one, with or without digits and
// marks around it.
func usual(folded string) bool {
	bare := strings.Trim(folded, "0123456789!.?*-_#@+")
	return slices.Contains(common, folded) || slices.Contains(common, bare) ||
		bare == "" && strings.Contains("01234567890123456789", folded)
}

// own reports whether a password is little more than a word of the account.
func own(folded, word string) bool {
	return len(word) >= 4 && strings.Contains(folded, word) && len(folded) < len(word)+6
}

// Hash returns the argon2id hash of a password in the usual form,
// "$argon2id$v=19$m=…,t=…,p=…$salt$key".
func Hash(password string) string {
	salt := make([]byte, argonSalt)
	rand.Read(salt)
	key := argon2.IDKey(normal(password), salt, argonTime, argonMemory, argonLanes, argonKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// nobody is the hash that a password is held against where there is no
// account, so that the answer takes as long.
var nobody = Hash(NewToken())

// Matches reports whether hash is of password; an empty hash is nobody's and
// takes as long.
func Matches(hash, password string) bool {
	given := hash != ""
	if !given {
		hash = nobody
	}
	var version, memory, passes, lanes int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes); err != nil || version != argon2.Version {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) == 0 {
		return false
	}
	got := argon2.IDKey(normal(password), salt, uint32(passes), uint32(memory), uint8(lanes), uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && given
}

// normal writes letters in one way, for keyboards differ in how they make ö.
func normal(password string) []byte { return norm.NFC.Bytes([]byte(password)) }
