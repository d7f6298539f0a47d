/** What a browser says of itself, in words a person knows: "Firefox on Windows". Nobody's proof of anything. */
export function deviceName(userAgent: string): string {
  const first = (pairs: [RegExp, string][]) => pairs.find(([sign]) => sign.test(userAgent))?.[1]
  const browser = first([
    [/Edg\//, 'Edge'],
    [/Firefox\/|FxiOS/, 'Firefox'],
    [/SamsungBrowser/, 'Samsung Internet'],
    [/OPR\//, 'Opera'],
    [/Chrome\/|CriOS/, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = first([
    [/iPhone/, 'an iPhone'],
    [/iPad/, 'an iPad'],
    [/Android/, 'an Android phone or tablet'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'a Mac'],
    [/CrOS/, 'a Chromebook'],
    [/Linux/, 'Linux'],
  ])
  if (browser && system) return `${browser} on ${system}`
  return browser ?? (userAgent ? 'A program' : 'A device that did not say')
}
