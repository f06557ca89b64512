/**
 * Requests at a time where nobody says otherwise. On a control plane of two cores sixteen take no more CPU than eight and
 * end earlier, for some kinds keep the server waiting (a Service 70 ms); more gains little, and others use the server too.
 */
export const REQUESTS_AT_A_TIME = 16;
