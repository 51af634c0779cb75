package account

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// SealKeySize is how many bytes the key of a seal has.
const SealKeySize = 32

// Seal closes secrets so that the database alone tells none of them: AES-256 in
// GCM. Safe for concurrent use.
type Seal struct{ aead cipher.AEAD }

// NewSeal returns the seal of a key of SealKeySize bytes.
func NewSeal(key []byte) (*Seal, error) {
	if len(key) != SealKeySize {
		return nil, fmt.Errorf("a key of %d bytes is none of %d", len(key), SealKeySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &Seal{aead}, err
}

// closedBy begins what a seal has closed; the secrets of second factors are of
// letters and digits alone.
const closedBy = "v1:"

// Close returns the secret of an account as it is kept. It opens for that
// account alone.
func (s *Seal) Close(secret string, account int64) string {
	return closedBy + base64.RawStdEncoding.EncodeToString(s.aead.Seal(nil, nil, []byte(secret), whose(account)))
}

// Open returns the secret of an account that is kept so, and whether it was
// closed: one from before there were seals is returned as it is. What another
// key has closed, or for another account, is an error.
func (s *Seal) Open(kept string, account int64) (secret string, closed bool, err error) {
	text, closed := strings.CutPrefix(kept, closedBy)
	if !closed {
		return kept, false, nil
	}
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return "", true, fmt.Errorf("secret of account %d: %w", account, err)
	}
	plain, err := s.aead.Open(nil, nil, raw, whose(account))
	if err != nil {
		return "", true, fmt.Errorf("secret of account %d: %w", account, errors.Join(errSealed, err))
	}
	return string(plain), true, nil
}

var errSealed = errors.New("the key of this server has not closed it")

func whose(account int64) []byte { return strconv.AppendInt(nil, account, 10) }
