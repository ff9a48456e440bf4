export * from './app-vi-fa23e8cb.js?again';
