/** A token, as far as a browser may judge it: whom it names. Whether that is true only the server can say. */

/**
 * @param {string} token a JWT
 * @returns {string} its subject, '' when there is none
 */
export function subjectOf(token) {
  try {
    const payload = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes));
    return typeof sub === 'string' ? sub : '';
  } catch {
    return '';
  }
}
