// bench/data/texts.js: names and short texts, made up. No field holds a delimiter or a quote.

const kSyllables = ['ka', 'lo', 'mi', 'ra', 'ten', 'su', 'vor', 'el', 'ni', 'dar', 'po', 'shi', 'gu', 'an', 'be', 'tor'];
const kWords = ['system', 'history', 'music', 'city', 'river', 'theory', 'war', 'season', 'album', 'film', 'language', 'science', 'team',
  'region', 'empire', 'village', 'station', 'novel', 'school', 'party', 'garden', 'engine', 'election', 'festival', 'mountain', 'museum',
  'letter', 'bridge', 'winter', 'market', 'army', 'opera'];
const kShort = ['ok', 'thx', 'great', 'good', 'lol', 'no', 'yes', 'right', 'maybe', 'fine', 'cool', 'duh', 'roflol', 'I see'];
const kLanguages = ['en', 'zh', 'de', 'fr', 'es', 'pt', 'ru', 'ar', 'hi', 'ja'];
const kBrowsers = ['Firefox', 'Firefox', 'Chrome', 'Chrome', 'Chrome', 'Safari', 'Opera', 'Internet Explorer'];

const capitalised = (word) => word[0].toUpperCase() + word.slice(1);

/** A name for a number: the same one always, of another number another one. */
function nameOf(number) {
  let name = '';
  for (let rest = number + kSyllables.length; rest > 0; rest = Math.floor(rest / kSyllables.length)) name += kSyllables[rest % kSyllables.length];
  return capitalised(name);
}

export const countryName = (i) => `${nameOf(i)}land`;
export const cityName = (i) => `${nameOf(i * 3 + 1000)}`;
export const companyName = (i) => `${nameOf(i)} Airlines`;
export const universityName = (i) => `University of ${nameOf(i)}`;
export const tagClassName = (i) => (i === 0 ? 'Thing' : `${nameOf(i)}${kWords[i % kWords.length]}`);
export const tagName = (i) => `${nameOf(i)}_${kWords[i % kWords.length]}`;
export const language = (country) => kLanguages[country % kLanguages.length];
export const forumTitle = (kind, f) => `${['Wall', 'Album', 'Group'][kind]} of ${nameOf(f)}`;

/** Some names are common, and which ones depends on the country. */
export const firstName = (random, country) => nameOf((country % 20) * 40 + Math.floor(random.unit() ** 3 * 120));
export const lastName = (random, country) => nameOf(5000 + (country % 30) * 50 + Math.floor(random.unit() ** 2 * 300));
export const browser = (random) => kBrowsers[random.below(kBrowsers.length)];
export const address = (random) => `${1 + random.below(223)}.${random.below(256)}.${random.below(256)}.${random.below(256)}`;

function sentence(random, tags, length) {
  let text = tags.length > 0 ? `About ${tagName(tags[0])}` : 'About';
  while (text.length < length) text += ' ' + kWords[random.below(kWords.length)];
  return text;
}

export const post = (random, tags) => sentence(random, tags, 60 + random.geometric(60));
export const comment = (random, tags) => (tags.length === 0 ? kShort[random.below(kShort.length)] : sentence(random, tags, 60 + random.below(60)));
