-- The by-product gate: the conditions of article 19 of the Atık Yönetimi
-- Yönetmeliği with their evidence, the permits that a synergy rests on, and
-- reference pages on when what was waste is waste no more.

CREATE TABLE gate (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    synergy_id bigint NOT NULL REFERENCES synergy ON DELETE CASCADE,
    item       text NOT NULL CHECK (item IN ('integral_part', 'certain_use', 'direct_use', 'meets_standard', 'no_harm', 'capacity_report')),
    answer     text NOT NULL CHECK (answer IN ('yes', 'no', 'unclear')),
    note       text NOT NULL DEFAULT '',
    files      bigint[] NOT NULL DEFAULT '{}', -- of the synergy
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor      text NOT NULL,
    UNIQUE (synergy_id, item)
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON gate FOR EACH ROW EXECUTE FUNCTION audited();

CREATE TABLE permit (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    synergy_id bigint NOT NULL REFERENCES synergy ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('receiver', 'carrier', 'by_product', 'other')),
    holder     text NOT NULL CHECK (holder <> ''),
    number     text NOT NULL CHECK (number <> ''),
    expires_on date NOT NULL,
    file_id    bigint REFERENCES file,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor      text NOT NULL
);
CREATE INDEX permit_of ON permit (synergy_id, kind, expires_on);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON permit FOR EACH ROW EXECUTE FUNCTION audited();

CREATE TABLE criterion (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    materials  text[] NOT NULL CHECK (cardinality(materials) > 0), -- codes, or their first digits
    title_tr   text NOT NULL CHECK (title_tr <> ''),
    title_en   text NOT NULL CHECK (title_en <> ''),
    text_tr    text NOT NULL CHECK (text_tr <> ''),
    text_en    text NOT NULL CHECK (text_en <> ''),
    source     text NOT NULL CHECK (source <> ''),
    url        text NOT NULL DEFAULT '' CHECK (url ~ '^(https://.*)?$'),
    checked_on date, -- when somebody last held it against the law in force; null: never
    UNIQUE (title_en)
);
CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON criterion FOR EACH ROW EXECUTE FUNCTION audited();

INSERT INTO criterion (materials, title_tr, title_en, text_tr, text_en, source, url) VALUES
('{191202,170405,120101,120102,160117,100210}', 'Demir ve çelik hurdası', 'Iron and steel scrap',
 'Yabancı madde (steril) kütlece en çok %2; gözle görülür yağ ve tehlikeli özellik bulunmaz; aşırı oksit içermez; radyoaktivite ölçülür; her parti uygunluk beyanıyla gider ve üretici kalite yönetim sistemi uygular.',
 'Foreign materials at most 2 % by weight; no visible oil, no hazardous property; no excessive oxide; radioactivity is measured; every consignment has a statement of conformity and the producer runs a quality management system.',
 'Council Regulation (EU) No 333/2011, Annex I', 'https://eur-lex.europa.eu/eli/reg/2011/333/oj'),
('{170402,120103,120104,191203}', 'Alüminyum hurdası', 'Aluminium scrap',
 'Yabancı madde kütlece en çok %5 ya da metal verimi en az %90; PVC kaplama, görünür yağ ve tehlikeli özellik bulunmaz; radyoaktivite ölçülür; uygunluk beyanı ve kalite yönetim sistemi gerekir.',
 'Foreign materials at most 5 % by weight, or a metal yield of at least 90 %; no PVC coating, no visible oil, no hazardous property; radioactivity is measured; statement of conformity and quality management system.',
 'Council Regulation (EU) No 333/2011, Annex II', 'https://eur-lex.europa.eu/eli/reg/2011/333/oj'),
('{170401}', 'Bakır hurdası', 'Copper scrap',
 'Yabancı madde kütlece en çok %2; aşırı oksit, PVC kaplama, görünür yağ ve tehlikeli özellik bulunmaz; radyoaktivite ölçülür; uygunluk beyanı ve kalite yönetim sistemi gerekir.',
 'Foreign materials at most 2 % by weight; no excessive oxide, PVC coating, visible oil or hazardous property; radioactivity is measured; statement of conformity and quality management system.',
 'Commission Regulation (EU) No 715/2013', 'https://eur-lex.europa.eu/eli/reg/2013/715/oj'),
('{191205,170202,150107,101112,160120,200102}', 'Cam kırığı', 'Glass cullet',
 'Yalnız yeniden ergitmeye gider. Demirli metal en çok 50 ppm, demir dışı metal en çok 60 ppm, organik madde en çok 2000 ppm; taş, seramik ve porselen için tane boyuna göre 100 ya da 1500 ppm. Uygunluk beyanı ve kalite yönetim sistemi gerekir.',
 'For re-melting alone. Ferrous metals at most 50 ppm, non-ferrous metals at most 60 ppm, organics at most 2000 ppm; stones, ceramics and porcelain 100 or 1500 ppm by grain size. Statement of conformity and quality management system.',
 'Commission Regulation (EU) No 1179/2012', 'https://eur-lex.europa.eu/eli/reg/2012/1179/oj'),
('{0201,0203,0207,200108,200201,1905}', 'Kompost ve fermente ürün', 'Compost and digestate',
 'Ayrı toplanmış biyobozunur girdiden üretilir; hijyenleştirme, ağır metal ve yabancı madde sınırları karşılanır; piyasaya gübre mevzuatına göre arz edilir. Türkiye’de Kompost Tebliği uygulanır.',
 'Made of biodegradable input that was collected by itself; sanitised, within the limits of heavy metals and impurities; placed on the market under the law of fertilisers. In Turkey the Compost Communiqué applies.',
 'Regulation (EU) 2019/1009, Annex II, CMC 3–5; Kompost Tebliği (RG 5.3.2015, 29286)', 'https://eur-lex.europa.eu/eli/reg/2019/1009/oj'),
('{191210,191212,150101,150102,200139,1913}', 'Atıktan türetilmiş yakıt', 'Refuse-derived fuel',
 'Türkiye’de atık statüsü sürer: yalnız izinli ve lisanslı tesis alır; kalorifik değer, klor, cıva ve nem sınırları ve analiz raporu aranır.',
 'Remains waste in Turkey: taken by licensed plants alone; limits of calorific value, chlorine, mercury and moisture, and an analysis report.',
 'Atıktan Türetilmiş Yakıt, Ek Yakıt ve Alternatif Hammadde Tebliği (RG 20.6.2014, 29036)', ''),
('{1302,1308}', 'Atık yağ', 'Waste oil',
 'Tehlikeli atıktır. Rafinasyonla baz yağa dönüşünce ürün sayılır; toplama, taşıma ve rafinasyon lisanslı firmalarla yapılır ve her parti analiz edilir.',
 'Hazardous waste. Refined to base oil it is a product; collected, carried and refined by licensed firms, every lot analysed.',
 'Atık Yağların Yönetimi Yönetmeliği (RG 21.12.2019, 30985)', ''),
('{1701,170504,170508,170904,1013,0104}', 'Geri kazanılmış agrega', 'Recycled aggregate',
 'Alçı, ahşap, plastik ve asbestten ayrılmış olur; agrega standardına (TS EN 12620, TS EN 13242) uygunluk ve performans beyanı aranır; sızma (liç) sınırları kullanım yerine göre değişir.',
 'Free of gypsum, wood, plastics and asbestos; conforms to the standard of aggregates (EN 12620, EN 13242) with a declaration of performance; leaching limits depend on where it is used.',
 'TS EN 12620, TS EN 13242; Hafriyat Toprağı, İnşaat ve Yıkıntı Atıklarının Kontrolü Yönetmeliği (RG 18.3.2004, 25406)', ''),
('{1908,190805}', 'Arıtma çamuru', 'Sewage sludge',
 'Toprakta yalnız stabilize edilmiş evsel ve kentsel arıtma çamuru kullanılır; çamur ve toprak analizleri ile il müdürlüğünün izni gerekir. Sanayi arıtma çamuru bu yola giremez.',
 'On soil, stabilised domestic and urban sludge alone, with analyses of sludge and soil and a permit of the provincial directorate. Sludge of industrial plants cannot go this way.',
 'Evsel ve Kentsel Arıtma Çamurlarının Toprakta Kullanılmasına Dair Yönetmelik (RG 3.8.2010, 27661)', '');

ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN
    ('interest', 'accepted', 'declined', 'withdrawn', 'stage', 'overdue', 'benefit', 'verified', 'help', 'permit'));
