/** A sentence for whoever started the server; it ends the start. */
export class StartError extends Error {}
