-- Data protection (KVKK, GDPR): the texts that people are shown, version by
-- version, and what they agreed to.

CREATE TABLE consent_text (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind    text NOT NULL CHECK (kind IN ('notice', 'mail', 'research')), -- what everybody is told; letters; use of one's figures in research
    version integer NOT NULL CHECK (version > 0),
    text_tr text NOT NULL CHECK (text_tr <> ''),
    text_en text NOT NULL CHECK (text_en <> ''),
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (kind, version)
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON consent_text FOR EACH ROW EXECUTE FUNCTION audited();
CREATE FUNCTION consent_text_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'what somebody agreed to is never changed: add a version';
END $$;
CREATE TRIGGER consent_text_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_text
    FOR EACH STATEMENT EXECUTE FUNCTION consent_text_is_append_only();

-- What people said of a version, the last of a kind counts.
CREATE TABLE consent (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account ON DELETE CASCADE,
    text_id    bigint NOT NULL REFERENCES consent_text,
    given      boolean NOT NULL, -- false: withdrawn, or refused
    at         timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX consent_account ON consent (account_id, id);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON consent FOR EACH ROW EXECUTE FUNCTION audited();

INSERT INTO consent_text (kind, version, text_tr, text_en) VALUES
('notice', 1,
 'Aydınlatma metni. Veri sorumlusu, bu sunucuyu işleten kurumdur. Hesabınız için adınızı, e-posta adresinizi ve dilinizi; çalıştaylarda adınızı ve firmanızı; uzman havuzunda mesleki alanlarınızı tutarız. Amaç, firmaları eşleştirmek ve sinerjileri yürütmektir (KVKK m. 5/2-c ve f). Adınız ve adresiniz, siz ya da firmanız kabul etmeden karşı tarafa gösterilmez; yurt dışına ve üçüncü kişilere aktarılmaz. Çalıştay adları ve görülmüş bildirimler süre dolunca silinir. KVKK m. 11 uyarınca verilerinizi bu sayfadan indirebilir, düzeltebilir, hesabınızı silebilirsiniz; silindiğinde kazanım toplamları kişisel veri içermeden kalır.',
 'Privacy notice. The controller is the body that runs this server. We keep your name, mail address and language for your account; your name and firm at workshops; your fields of work in the pools. The purpose is to match firms and to carry synergies on (GDPR art. 6(1)(b) and (f)). Name and address are not shown to another side before you or your firm agree, and go neither abroad nor to third parties. Names at workshops and notices that were seen are deleted when their time is over. You may download your data, correct it and delete your account on this page; the sums of benefits then stay without personal data.'),
('mail', 1,
 'Kaynaklarıma uyan yeni eşleşmelerin ve program duyurularının e-postayla gönderilmesini kabul ediyorum. İstediğim an geri alabilirim.',
 'I agree to letters about new matches of my resources and news of the programme. I may withdraw this at any time.'),
('research', 1,
 'Firmamın miktar ve kazanım sayılarının, adı olmadan, araştırma ve raporlarda kullanılmasını kabul ediyorum. İstediğim an geri alabilirim.',
 'I agree that quantities and benefits of my firm are used, without its name, in research and reports. I may withdraw this at any time.');
