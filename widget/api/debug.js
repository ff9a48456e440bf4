/** What may be told to whoever helps with a page: how things stand, and nothing that anybody has said or is called. */

/**
 * No secret, token, text, name, address or path is in it.
 * @param {import('../types.js').Home} home
 */
export async function describe({ host, frame, settings, running, app }) {
  const session = running?.session;
  return {
    'version': __PARTS_BUILT__,
    'server': new URL(host).host,
    'page': location.host,
    'site': settings?.site,
    'language': settings?.language,
    'browser': navigator.userAgent,
    'online': navigator.onLine,
    'secure': isSecureContext,
    'tab': document.visibilityState,
    'at': new Date().toISOString(),
    'state': !frame ? 'not booted' : running ? 'running' : app ? 'starting' : 'idle',
    'panel': frame?.isOpen ? 'open' : 'closed',
    'mounted': !!settings?.data.mount,
    'session': session && sessionOf(session),
  };
}

/** @param {import('../app/session.js').Session} session */
function sessionOf({ connection, delivery, conversation, decision, kept, files, now }) {
  const { entries } = delivery.outbox;
  return {
    'connection': connection.stopped ? 'stopped' : connection.ready ? 'ready' : 'away',
    'closes': connection.closes.slice(-5),
    'clock': Math.round((now - Date.now()) / 1000),
    'storage': kept ? 'kept' : 'memory',
    'identity': delivery.barred ? 'awaited' : 'settled',
    'outcome': decision?.outcome ?? 'unknown',
    'reason': decision?.reason,
    'conversation': conversation.state?.status ?? 'none',
    'messages': conversation.messages.length,
    'seq': conversation.seq,
    'unread': conversation.unread,
    'sending': entries.filter(({ state }) => state === 'sending').length,
    'refused': entries.filter(({ state }) => state === 'refused').map(({ reason }) => reason),
    'held': delivery.held,
    'files': files?.waiting ?? 0,
  };
}
