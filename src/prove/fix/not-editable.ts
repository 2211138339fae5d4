/** A file that is left alone; the message is the reason, a clause without a full stop. */
export class NotEditable extends Error {}
