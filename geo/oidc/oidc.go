// Package oidc lets people log in by an OpenID Connect provider: the
// authorization code flow with PKCE, state and nonce.
package oidc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"simbiyoz/geo/account"
)

// Config is what a provider is known by.
type Config struct {
	Issuer string // its address
	Client string // our name there
	Secret string
	Name   string // what people call it
	Return string // our address that it sends people back to
}

// Provider is one provider. It is asked about itself when it is first needed,
// so that a server starts while it is down.
type Provider struct {
	cfg   Config
	mu    sync.Mutex
	found *oidc.Provider // nil until it was asked
}

// New returns the provider that cfg names, without asking it anything.
func New(cfg Config) *Provider { return &Provider{cfg: cfg} }

// Name returns what people call the provider.
func (p *Provider) Name() string { return p.cfg.Name }

func (p *Provider) discover(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found == nil {
		// it fetches keys later too, when ctx has ended
		found, err := oidc.NewProvider(context.WithoutCancel(ctx), p.cfg.Issuer)
		if err != nil {
			return nil, nil, fmt.Errorf("OpenID provider: %w", err)
		}
		p.found = found
	}
	return p.found, &oauth2.Config{ClientID: p.cfg.Client, ClientSecret: p.cfg.Secret, Endpoint: p.found.Endpoint(), RedirectURL: p.cfg.Return,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}, nil
}

// Begin returns the address at the provider where somebody logs in.
func (p *Provider) Begin(ctx context.Context, state, nonce, verifier string) (string, error) {
	_, oauth, err := p.discover(ctx)
	if err != nil {
		return "", err
	}
	return oauth.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), nil
}

// claims are what a provider says of somebody.
type claims struct {
	Mail     string   `json:"email"`
	Verified bool     `json:"email_verified"`
	Name     string   `json:"name"`
	Locale   string   `json:"locale"`
	Methods  []string `json:"amr"`
}

// strong are methods of logging in that are, or include, a second factor (RFC
// 8176).
var strong = []string{"mfa", "otp", "hwk", "sms", "fpt", "face"}

// Finish trades the code that somebody came back with for who they are.
func (p *Provider) Finish(ctx context.Context, code, nonce, verifier string) (account.Identity, error) {
	found, oauth, err := p.discover(ctx)
	if err != nil {
		return account.Identity{}, err
	}
	token, err := oauth.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return account.Identity{}, fmt.Errorf("OpenID code: %w", err)
	}
	raw, given := token.Extra("id_token").(string)
	if !given {
		return account.Identity{}, errors.New("OpenID provider: the answer has no id_token")
	}
	id, err := found.Verifier(&oidc.Config{ClientID: p.cfg.Client}).Verify(ctx, raw)
	if err != nil {
		return account.Identity{}, fmt.Errorf("OpenID token: %w", err)
	}
	if id.Nonce != nonce {
		return account.Identity{}, errors.New("OpenID token: the nonce is another's")
	}
	var said claims
	if err := id.Claims(&said); err != nil {
		return account.Identity{}, fmt.Errorf("OpenID token: %w", err)
	}
	if said.Mail == "" { // some tell it when asked alone
		if err := askAbout(ctx, found, token, id.Subject, &said); err != nil {
			return account.Identity{}, err
		}
	}
	lang := "tr"
	if said.Locale != "" && said.Locale[:min(2, len(said.Locale))] != "tr" {
		lang = "en"
	}
	return account.Identity{Issuer: id.Issuer, Subject: id.Subject, Mail: said.Mail, Verified: said.Verified, Name: said.Name, Language: lang,
		Second: slices.ContainsFunc(said.Methods, func(m string) bool { return slices.Contains(strong, m) })}, nil
}

// askAbout asks the provider's userinfo endpoint about subject.
func askAbout(ctx context.Context, found *oidc.Provider, token *oauth2.Token, subject string, said *claims) error {
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return fmt.Errorf("OpenID userinfo: %w", err)
	}
	if info.Subject != subject {
		return errors.New("OpenID userinfo: it is about somebody else")
	}
	methods := said.Methods
	if err := info.Claims(said); err != nil {
		return fmt.Errorf("OpenID userinfo: %w", err)
	}
	said.Mail, said.Verified, said.Methods = info.Email, info.EmailVerified, methods
	return nil
}
