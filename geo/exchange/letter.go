package exchange

import (
	"context"
	"fmt"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
)

// accountLetter is a letter about an account: its subject, and its text with
// the name and an address to fill in.
type accountLetter struct{ subject, text string }

// letterKnown goes to whom somebody tried to register though they have an
// account.
var letterKnown = map[string]accountLetter{
	"tr": {"simbiyoz · Hesabınız zaten var", `Sayın %s,

Bu e-posta adresiyle simbiyoz’a kaydolmak istendi; ancak adresinize ait bir hesap zaten var.
Giriş yapabilir, parolanızı unuttuysanız şu adresten yenisini belirleyebilirsiniz:

%s

Bunu siz yapmadıysanız bir şey yapmanız gerekmez.
`},
	"en": {"simbiyoz · You have an account already", `Dear %s,

Somebody tried to register at simbiyoz with this address, which has an account already.
You can log in, or choose a new password here if you forgot yours:

%s

If it was not you, there is nothing to do.
`},
}

var letterOf = map[account.Purpose]map[string]accountLetter{
	account.Verify: {
		"tr": {"simbiyoz · E-posta adresinizi doğrulayın", `Sayın %s,

simbiyoz’a hoş geldiniz. E-posta adresinizi doğrulamak ve parolanızı belirlemek için:

%s

Bağlantı 24 saat geçerlidir ve bir kez kullanılabilir. Kaydolan siz değilseniz bu iletiyi dikkate almayınız.
`},
		"en": {"simbiyoz · Confirm your mail address", `Dear %s,

Welcome to simbiyoz. To confirm your mail address and choose a password:

%s

The link lasts 24 hours and works once. If you did not register, ignore this letter.
`}},
	account.Reset: {
		"tr": {"simbiyoz · Yeni parola", `Sayın %s,

simbiyoz hesabınıza yeni bir parola belirlemek için:

%s

Bağlantı bir saat geçerlidir ve bir kez kullanılabilir; kullanıldığında açık oturumların hepsi kapanır.
Bunu siz istemediyseniz bir şey yapmanız gerekmez.
`},
		"en": {"simbiyoz · New password", `Dear %s,

To choose a new password for your simbiyoz account:

%s

The link lasts one hour and works once; using it ends all open sessions.
If you did not ask for it, there is nothing to do.
`}},
	account.Invite: {
		"tr": {"simbiyoz · Davet", `Sayın %s,

simbiyoz’da sizin için bir hesap açıldı. Parolanızı belirleyip hesabınızı kullanmaya başlamak için:

%s

Bağlantı 7 gün geçerlidir ve bir kez kullanılabilir.
`},
		"en": {"simbiyoz · Invitation", `Dear %s,

An account was made for you at simbiyoz. To choose a password and begin:

%s

The link lasts seven days and works once.
`}},
}

// A letter is tried thrice; who never gets it asks for another.
const letterTries = 3

var letterPause = 5 * time.Second

// write sends a letter to a and returns at once, so that no answer's time
// tells whether there was one.
func (x *Exchange) write(ctx context.Context, a account.Account, in map[string]accountLetter, address string) {
	say := in[a.Language]
	m := geo.Mail{To: a.Mail, Subject: say.subject, Text: fmt.Sprintf(say.text, a.Name, address)}
	ctx = context.WithoutCancel(ctx)
	x.door.letters.Go(func() {
		for try := 1; ; try++ {
			err := x.mail.Send(ctx, m)
			if err == nil {
				return
			}
			x.log.WarnContext(ctx, "a letter was not sent", "account", a.ID, "try", try, "error", err)
			if try == letterTries {
				return
			}
			time.Sleep(letterPause)
		}
	})
}
