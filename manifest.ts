/**
 * The parts of the manifest that other programs rely on (the seams page, "Permissions"). Pure data, so that the tests can
 * compare a built manifest with it.
 */

/** Required permissions in both browsers; Chrome adds `sidePanel`. */
export const PERMISSIONS = ['storage', 'alarms', 'scripting', 'contextMenus', 'activeTab', 'identity'] as const;

/** Asked for when a feature needs them. */
export const OPTIONAL_PERMISSIONS = ['notifications', 'unlimitedStorage', 'cookies'] as const;

/** Never required: the click that connects a system asks for that system's hosts alone. Plain http is for this machine only. */
export const OPTIONAL_HOSTS = ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'] as const;

/**
 * What leaves the browser for the rep's own systems, in Firefox's words. Source: "Firefox built-in consent for data collection and
 * transmission" (Extension Workshop); PERMISSIONS.md says what each stands for.
 */
export const DATA_SENT = ['personallyIdentifyingInfo', 'authenticationInfo', 'personalCommunications', 'websiteContent'] as const;

/** The content security policy of our own pages. The host fence is each connection's own fetch. */
export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Firefox add-on id; its OAuth redirect address is derived from it. */
export const GECKO_ID = 'sidelight@example.org';

/** Required hosts of the demo build only: the sandbox plays these names. */
export const DEMO_HOSTS = [
  'https://app.hubspot.com/*',
  'https://api.hubapi.com/*',
  'https://*.pipedrive.com/*',
  'https://*.lightning.force.com/*',
  'https://*.my.salesforce.com/*',
  'https://*.amocrm.ru/*',
  'https://*.zoho.eu/*',
  'https://*.zohoapis.eu/*',
  'https://*.dynamics.com/*',
  'https://login.microsoftonline.com/*',
];

/** Public half of a throw-away key; it only pins the extension id of the demo build (oaffopabffpcjfbkbadikjnafjcdegob). */
export const DEMO_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmspcSfcoDAuo3HOayUHc+13uNOE+iAO07mFpMDbzMxtg447BH0aK1a7dSu4WysrodfZjEQXA6tsCrgwZpmnDp+6DTCwUg1xNrwfQDR9/bXXkhGsDKcW3jGAUr/Oz3sIt2THGtwbq++bD+nkCOizOIp6LTZgWZxi7NXgUW6WyOYOFaVGZk6uznx8vALIkQDm+HmZxFRW2SkE7g2gfPuI2579qzSb5FIhYC2w08nEN3loyXR4eFQNBmO0lkd25BmM9jma2OrsOrvlwIgwEmJ8Lcb8A/czybVp2NL349cYe5e+MwKLSYZ5CXXHGGl0GTaMAbPJ3jerKVgVKlxqnc8XWwQIDAQAB';
