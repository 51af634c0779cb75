// Package smtp sends letters through a mail server.
package smtp

import (
	"context"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"simbiyoz/geo"
)

// timeout bounds a whole conversation with the server.
const timeout = 30 * time.Second

// Sender sends letters from one address through one server.
type Sender struct {
	client *gomail.Client
	from   string
}

// New returns a sender through the server that address names:
// "smtp://user:password@host:587" speaks TLS after STARTTLS when the server
// offers it and insists on it before it gives the password; "smtps://…:465"
// speaks TLS from the start. from is the letters' sender,
// "simbiyoz <no-reply@example.org>".
func New(address, from string) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || (u.Scheme != "smtp" && u.Scheme != "smtps") {
		return nil, fmt.Errorf("no address of a mail server such as smtp://user:password@host:587")
	}
	if _, err := mail.ParseAddress(from); err != nil {
		return nil, fmt.Errorf("%q is no sender such as simbiyoz <no-reply@example.org>", from)
	}
	client, err := gomail.NewClient(u.Hostname(), options(u)...)
	if err != nil {
		return nil, err
	}
	return &Sender{client, from}, nil
}

func options(u *url.URL) []gomail.Option {
	opts := []gomail.Option{gomail.WithTimeout(timeout)}
	policy := gomail.TLSOpportunistic
	if password, ok := u.User.Password(); ok {
		policy = gomail.TLSMandatory
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	if u.Scheme == "smtps" {
		opts = append(opts, gomail.WithSSL(), gomail.WithPort(gomail.DefaultPortSSL))
	} else {
		opts = append(opts, gomail.WithTLSPolicy(policy))
	}
	if port, err := strconv.Atoi(u.Port()); err == nil {
		opts = append(opts, gomail.WithPort(port))
	}
	return opts
}

// Send delivers m to the server.
func (s *Sender) Send(ctx context.Context, m geo.Mail) error {
	letter := gomail.NewMsg()
	if err := letter.From(s.from); err != nil {
		return err
	}
	if err := letter.To(m.To); err != nil {
		return fmt.Errorf("%q: %w", m.To, err)
	}
	letter.Subject(m.Subject)
	letter.SetDate()
	letter.SetMessageID()
	if m.Unsubscribe != "" { // RFC 8058
		letter.SetGenHeader("List-Unsubscribe", "<"+m.Unsubscribe+">")
		letter.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if err := s.client.DialAndSendWithContext(ctx, letter); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}
