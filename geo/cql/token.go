package cql

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a filter's text.
type token struct {
	kind tokenKind
	text string // of a quoted one what stands between the quotes
	at   int    // byte of the filter
}

type tokenKind byte

const (
	tokenEnd    tokenKind = iota
	tokenName             // identifier or keyword
	tokenQuoted           // "identifier", which is no keyword
	tokenText             // 'text'
	tokenNumber
	tokenSign // one of ( ) , = < > <= >= <>
)

// scanner cuts a filter into tokens.
type scanner struct {
	text string
	at   int
}

func (s *scanner) next() (token, error) {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
	start := s.at
	if start == len(s.text) {
		return token{tokenEnd, "", start}, nil
	}
	switch c := s.text[start]; {
	case c == '\'':
		return s.quoted('\'', tokenText)
	case c == '"':
		return s.quoted('"', tokenQuoted)
	case c >= '0' && c <= '9' || strings.IndexByte("+-.", c) >= 0:
		return s.number(), nil
	case strings.IndexByte("(),=<>", c) >= 0:
		return s.sign(), nil
	}
	r, _ := utf8.DecodeRuneInString(s.text[start:])
	if !letter(r) {
		return token{}, wrong("%q at %d begins nothing", r, start+1)
	}
	end := strings.IndexFunc(s.text[start:], func(r rune) bool { return !letter(r) && !unicode.IsDigit(r) && r != '.' && r != ':' })
	if end < 0 {
		end = len(s.text) - start
	}
	s.at = start + end
	return token{tokenName, s.text[start:s.at], start}, nil
}

func letter(r rune) bool { return unicode.IsLetter(r) || r == '_' }

// quoted reads to the closing quote; two in a row stand for one.
func (s *scanner) quoted(quote byte, kind tokenKind) (token, error) {
	start := s.at
	var text strings.Builder
	for i := start + 1; i < len(s.text); i++ {
		if s.text[i] != quote {
			text.WriteByte(s.text[i])
			continue
		}
		if i+1 < len(s.text) && s.text[i+1] == quote {
			text.WriteByte(quote)
			i++
			continue
		}
		s.at = i + 1
		return token{kind, text.String(), start}, nil
	}
	return token{}, wrong("the quote at %d is not closed", start+1)
}

func (s *scanner) number() token {
	start := s.at
	for s.at++; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		signed := (c == '+' || c == '-') && (s.text[s.at-1]|0x20) == 'e'
		if !(c >= '0' && c <= '9' || c == '.' || c|0x20 == 'e' || signed) {
			break
		}
	}
	return token{tokenNumber, s.text[start:s.at], start}
}

func (s *scanner) sign() token {
	start := s.at
	s.at++
	if two := s.text[start:min(start+2, len(s.text))]; two == "<=" || two == ">=" || two == "<>" {
		s.at++
	}
	return token{tokenSign, s.text[start:s.at], start}
}
