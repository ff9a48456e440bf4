export * from './app-vi-a3910f26.js?again';
