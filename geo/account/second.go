package account

import (
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"simbiyoz/geo"
)

// A code counts for half a minute; clocks may differ by one such step.
const (
	stepSeconds = 30
	skewSteps   = 1
)

var codeOptions = totp.ValidateOpts{Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

// NewSecret returns a secret for a second factor (RFC 6238) and the address by
// which an authenticator app learns it.
func NewSecret(mail string) (secret, address string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "simbiyoz", AccountName: mail, Period: stepSeconds, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", "", fmt.Errorf("second factor: %w", err)
	}
	return key.Secret(), key.URL(), nil
}

// CodeStep returns the step of time that a code of secret is of, which must lie
// after the last one taken. A wrong code is a *geo.FieldError of "code".
func CodeStep(secret, code string, after int64, now time.Time) (int64, error) {
	code = strings.ReplaceAll(code, " ", "")
	for d := int64(-skewSteps); d <= skewSteps; d++ {
		step := now.Unix()/stepSeconds + d
		want, err := totp.GenerateCodeCustom(secret, time.Unix(step*stepSeconds, 0), codeOptions)
		if err != nil {
			return 0, fmt.Errorf("second factor: %w", err)
		}
		if step > after && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, nil
		}
	}
	return 0, geo.Invalid("code", "wrong", "is not the code of now")
}

// AsRecovery returns a recovery code as it was given out, "" when s cannot be
// one.
func AsRecovery(s string) string {
	s = strings.ToUpper(strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), "-", ""))
	if len(s) != 10 {
		return ""
	}
	return s[:5] + "-" + s[5:]
}
