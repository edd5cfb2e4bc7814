// Hong Kong, Macao and Taiwan stand among the countries of ISO 3166-1 and among the divisions of China. The server matches them by
// their code of GB/T 2260 alone (src/city/declarations/regions.cpp), so that is how a page says them, whatever somebody chose.
const OWN_CODE: Readonly<Record<string, string>> = { HKG: '810000', MAC: '820000', TWN: '710000' };

/** The region in the one way in which it is matched. */
export const oneWay = (region: string): string => OWN_CODE[region] ?? region;

/** Under which three letters the region, or a place in it, stands among the countries; undefined for all others. */
export const amongCountries = (region: string): string | undefined => Object.keys(OWN_CODE).find((country) => OWN_CODE[country] === `${region.slice(0, 2)}0000`);
